using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>Reads the fields of a message; whether they make sense together is for <see cref="MessageRules"/>.</summary>
internal static class MessageDecoder
{
    /// <summary>Set in the first byte of every message but a legacy one; the other bits are the version.</summary>
    public const byte VersionBit = 0x80;

    public const byte V0Prefix = VersionBit;

    public const byte V1Prefix = VersionBit | 1;

    public static MessageContent Read(ref WireReader reader)
    {
        var first = reader.Peek("the message");
        if ((first & VersionBit) == 0)
        {
            return ReadBody(ref reader, MessageVersion.Legacy);
        }

        reader.ReadByte("the message's version");
        return first switch
        {
            V0Prefix => ReadBody(ref reader, MessageVersion.V0),
            V1Prefix => ReadV1(ref reader),
            _ => throw new WireFormatException($"Messages of version {first & ~VersionBit} are not known."),
        };
    }

    private static MessageContent ReadBody(ref WireReader reader, MessageVersion version)
    {
        var header = ReadHeader(ref reader);
        var addresses = reader.ReadAddresses(reader.ReadLength("addresses"), "the addresses");
        var blockhash = Blockhash.FromBytes(reader.Read(Blockhash.Length, "the blockhash"));
        var instructions = new CompiledInstruction[ReadCount(ref reader, "instructions", WireLimits.MaxInstructions)];
        for (var i = 0; i < instructions.Length; i++)
        {
            instructions[i] = new CompiledInstruction
            {
                ProgramIndex = reader.ReadByte("an instruction"),
                AccountIndexes = reader.ReadByteVector("account indexes"),
                Data = reader.ReadByteVector("instruction data"),
            };
        }

        return new MessageContent
        {
            Version = version,
            Header = header,
            Addresses = addresses,
            Blockhash = blockhash,
            Instructions = instructions,
            Lookups = version == MessageVersion.V0 ? ReadLookups(ref reader) : [],
        };
    }

    private static MessageHeader ReadHeader(ref WireReader reader) => new(
        reader.ReadByte("the header"),
        reader.ReadByte("the header"),
        reader.ReadByte("the header"));

    private static int ReadCount(ref WireReader reader, string what, int most)
    {
        var count = reader.ReadLength(what);
        return count <= most ? count : throw new WireFormatException($"At most {most} {what} are allowed, not {count}.");
    }

    private static AddressLookup[] ReadLookups(ref WireReader reader)
    {
        var lookups = new AddressLookup[ReadCount(ref reader, "lookup tables", WireLimits.MaxAddresses)];
        for (var i = 0; i < lookups.Length; i++)
        {
            lookups[i] = new AddressLookup
            {
                Table = reader.ReadAddress("a lookup table's address"),
                WritableIndexes = reader.ReadByteVector("writable indexes"),
                ReadonlyIndexes = reader.ReadByteVector("read-only indexes"),
            };
        }

        return lookups;
    }

    private static MessageContent ReadV1(ref WireReader reader)
    {
        var header = ReadHeader(ref reader);
        var mask = (ConfigurationMask)reader.ReadUInt32("the configuration mask");
        var blockhash = Blockhash.FromBytes(reader.Read(Blockhash.Length, "the lifetime"));
        var instructionCount = reader.ReadByte("the number of instructions");
        var addresses = reader.ReadAddresses(reader.ReadByte("the number of addresses"), "the addresses");
        return new MessageContent
        {
            Version = MessageVersion.V1,
            Header = header,
            Addresses = addresses,
            Blockhash = blockhash,
            Configuration = ReadConfiguration(ref reader, mask),
            Instructions = ReadV1Instructions(ref reader, instructionCount),
        };
    }

    private static MessageConfiguration ReadConfiguration(ref WireReader reader, ConfigurationMask mask)
    {
        if ((mask & ~ConfigurationMask.All) != ConfigurationMask.None)
        {
            throw new WireFormatException("The configuration mask has bits that are not known.");
        }

        var feeBits = mask & ConfigurationMask.PriorityFee;
        if (feeBits is not (ConfigurationMask.None or ConfigurationMask.PriorityFee))
        {
            throw new WireFormatException("The configuration mask has one half of the priority fee.");
        }

        const string What = "the configuration";
        return new MessageConfiguration
        {
            PriorityFeeLamports = feeBits == ConfigurationMask.PriorityFee ? reader.ReadUInt64(What) : null,
            ComputeUnitLimit = mask.HasFlag(ConfigurationMask.ComputeUnitLimit) ? reader.ReadUInt32(What) : null,
            LoadedAccountsDataSizeLimit = mask.HasFlag(ConfigurationMask.LoadedAccountsDataSizeLimit) ? reader.ReadUInt32(What) : null,
            HeapSize = mask.HasFlag(ConfigurationMask.HeapSize) ? reader.ReadUInt32(What) : null,
        };
    }

    /// <summary>First the fixed part of every instruction, then the indexes and data of each.</summary>
    private static CompiledInstruction[] ReadV1Instructions(ref WireReader reader, int count)
    {
        var fixedParts = new (byte Program, byte Accounts, ushort DataLength)[count];
        for (var i = 0; i < count; i++)
        {
            const string What = "an instruction's header";
            fixedParts[i] = (reader.ReadByte(What), reader.ReadByte(What), reader.ReadUInt16(What));
        }

        var instructions = new CompiledInstruction[count];
        for (var i = 0; i < count; i++)
        {
            instructions[i] = new CompiledInstruction
            {
                ProgramIndex = fixedParts[i].Program,
                AccountIndexes = reader.Read(fixedParts[i].Accounts, "account indexes").ToArray(),
                Data = reader.Read(fixedParts[i].DataLength, "instruction data").ToArray(),
            };
        }

        return instructions;
    }
}
