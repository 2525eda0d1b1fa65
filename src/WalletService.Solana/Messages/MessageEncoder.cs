using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>Writes a message; the inverse of <see cref="MessageDecoder"/>.</summary>
internal static class MessageEncoder
{
    public static byte[] Encode(Message message)
    {
        var writer = new WireWriter();
        switch (message.Version)
        {
            case MessageVersion.Legacy:
                WriteBody(message, writer);
                break;
            case MessageVersion.V0:
                writer.WriteByte(MessageDecoder.V0Prefix);
                WriteBody(message, writer);
                WriteLookups(message, writer);
                break;
            case MessageVersion.V1:
                writer.WriteByte(MessageDecoder.V1Prefix);
                WriteV1(message, writer);
                break;
        }

        return writer.ToArray();
    }

    private static void WriteHeader(Message message, WireWriter writer)
    {
        writer.WriteByte(message.Header.RequiredSignatures);
        writer.WriteByte(message.Header.ReadonlySigned);
        writer.WriteByte(message.Header.ReadonlyUnsigned);
    }

    private static void WriteBody(Message message, WireWriter writer)
    {
        WriteHeader(message, writer);
        writer.WriteLength(message.Addresses.Count);
        writer.WriteAddresses(message.Addresses);
        writer.Write(message.Blockhash.Span);
        writer.WriteLength(message.Instructions.Count);
        foreach (var instruction in message.Instructions)
        {
            writer.WriteByte(instruction.ProgramIndex);
            writer.WriteByteVector(instruction.AccountIndexes.Span);
            writer.WriteByteVector(instruction.Data.Span);
        }
    }

    private static void WriteLookups(Message message, WireWriter writer)
    {
        writer.WriteLength(message.Lookups.Count);
        foreach (var lookup in message.Lookups)
        {
            writer.Write(lookup.Table.Span);
            writer.WriteByteVector(lookup.WritableIndexes.Span);
            writer.WriteByteVector(lookup.ReadonlyIndexes.Span);
        }
    }

    private static void WriteV1(Message message, WireWriter writer)
    {
        var configuration = message.Configuration ?? new MessageConfiguration();
        WriteHeader(message, writer);
        writer.WriteUInt32((uint)MaskOf(configuration));
        writer.Write(message.Blockhash.Span);
        writer.WriteByte((byte)message.Instructions.Count);
        writer.WriteByte((byte)message.Addresses.Count);
        writer.WriteAddresses(message.Addresses);
        WriteConfiguration(configuration, writer);
        foreach (var instruction in message.Instructions)
        {
            writer.WriteByte(instruction.ProgramIndex);
            writer.WriteByte((byte)instruction.AccountIndexes.Length);
            writer.WriteUInt16((ushort)instruction.Data.Length);
        }

        foreach (var instruction in message.Instructions)
        {
            writer.Write(instruction.AccountIndexes.Span);
            writer.Write(instruction.Data.Span);
        }
    }

    private static ConfigurationMask MaskOf(MessageConfiguration configuration) =>
        (configuration.PriorityFeeLamports is null ? ConfigurationMask.None : ConfigurationMask.PriorityFee)
        | (configuration.ComputeUnitLimit is null ? ConfigurationMask.None : ConfigurationMask.ComputeUnitLimit)
        | (configuration.LoadedAccountsDataSizeLimit is null ? ConfigurationMask.None : ConfigurationMask.LoadedAccountsDataSizeLimit)
        | (configuration.HeapSize is null ? ConfigurationMask.None : ConfigurationMask.HeapSize);

    private static void WriteConfiguration(MessageConfiguration configuration, WireWriter writer)
    {
        if (configuration.PriorityFeeLamports is { } fee)
        {
            writer.WriteUInt64(fee);
        }

        ReadOnlySpan<uint?> others = [configuration.ComputeUnitLimit, configuration.LoadedAccountsDataSizeLimit, configuration.HeapSize];
        foreach (var value in others)
        {
            if (value is { } present)
            {
                writer.WriteUInt32(present);
            }
        }
    }
}
