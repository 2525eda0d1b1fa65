namespace WalletService.Solana.Tests.Fuzzing;

/// <summary>Makes inputs that are almost right, and some that are not at all.</summary>
internal sealed class Mutator(int seed)
{
    private readonly Random random = new(seed);

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(0, 1300)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = new List<byte>(Pick(corpus));
        for (var steps = random.Next(1, 6); steps > 0 && bytes.Count > 0; steps--)
        {
            Mutate(bytes);
        }

        return [.. bytes];
    }

    private void Mutate(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = Pick<byte>([0, 1, 0x7f, 0x80, 0x81, 0xff, (byte)'"', (byte)'{', (byte)'-']);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }
    }
}
