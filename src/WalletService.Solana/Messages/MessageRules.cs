using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>The sanitize rules by which the network refuses a message before it runs anything.</summary>
internal static class MessageRules
{
    private const uint HeapUnit = 1024;
    private const uint MinHeap = 32 * HeapUnit;
    private const uint MaxHeap = 256 * HeapUnit;

    public static void Check(MessageContent message)
    {
        CheckHeader(message);
        CheckAddresses(message);
        CheckInstructions(message);
        if (message.Version == MessageVersion.V1)
        {
            CheckV1(message);
        }
    }

    private static void CheckHeader(MessageContent message)
    {
        var header = message.Header;
        Require(header.RequiredSignatures > 0, "At least the fee payer must sign.");
        Require(header.ReadonlySigned < header.RequiredSignatures, "The fee payer must be writable.");
        Require(
            header.RequiredSignatures + header.ReadonlyUnsigned <= message.Addresses.Count,
            "The header counts more addresses than there are.");
    }

    private static void CheckAddresses(MessageContent message)
    {
        Require(AddressCount(message) <= WireLimits.MaxAddresses, $"At most {WireLimits.MaxAddresses} addresses can be numbered.");
        Require(message.Addresses.Distinct().Count() == message.Addresses.Count, "An address occurs twice.");
        Require(
            message.Lookups.All(lookup => lookup.WritableIndexes.Length + lookup.ReadonlyIndexes.Length > 0),
            "A lookup table is named but nothing is loaded from it.");
    }

    private static void CheckInstructions(MessageContent message)
    {
        Require(message.Instructions.Count <= WireLimits.MaxInstructions, $"At most {WireLimits.MaxInstructions} instructions are allowed.");
        var addresses = AddressCount(message);
        foreach (var instruction in message.Instructions)
        {
            Require(instruction.ProgramIndex != 0, "The fee payer cannot be a program.");
            Require(instruction.ProgramIndex < message.Addresses.Count, "A program is not among the message's own addresses.");
            foreach (var index in instruction.AccountIndexes.Span)
            {
                Require(index < addresses, "An instruction uses an account that is not there.");
            }
        }
    }

    private static void CheckV1(MessageContent message)
    {
        Require(
            message.Header.RequiredSignatures <= WireLimits.MaxV1Signatures,
            $"A v1 message has at most {WireLimits.MaxV1Signatures} signatures.");
        Require(message.Addresses.Count <= WireLimits.MaxV1Addresses, $"A v1 message has at most {WireLimits.MaxV1Addresses} addresses.");
        var heap = message.Configuration?.HeapSize;
        Require(
            heap is null || (heap % HeapUnit == 0 && heap >= MinHeap && heap <= MaxHeap),
            "The heap must be a multiple of 1,024 bytes from 32 to 256 KiB.");
    }

    private static int AddressCount(MessageContent message) =>
        message.Addresses.Count + message.Lookups.Sum(lookup => lookup.WritableIndexes.Length + lookup.ReadonlyIndexes.Length);

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new WireFormatException(message);
        }
    }
}
