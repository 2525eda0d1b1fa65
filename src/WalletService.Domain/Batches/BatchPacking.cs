namespace WalletService.Domain.Batches;

/// <summary>Puts payments into transactions.</summary>
public static class BatchPacking
{
    /// <summary>
    /// Fills one transaction after the other, in the order given. When the items come sorted by what they take, that is as few
    /// transactions as there can be, or nearly so: only where items of two sizes meet may one more be needed.
    /// </summary>
    /// <param name="items">What is packed; those that share something in a transaction stand next to each other.</param>
    /// <param name="fits">Whether these items together fit. What fits still fits without its last item.</param>
    /// <param name="misfit">Told of an item that does not fit even by itself.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Pack<T>(
        IEnumerable<T> items, Func<IReadOnlyList<T>, bool> fits, Action<T> misfit)
    {
        var packed = new List<IReadOnlyList<T>>();
        var open = new List<T>();
        foreach (var item in items)
        {
            open.Add(item);
            if (fits(open))
            {
                continue;
            }

            open.RemoveAt(open.Count - 1);
            if (open.Count > 0)
            {
                packed.Add(open);
            }

            open = [item];
            if (!fits(open))
            {
                misfit(item);
                open = [];
            }
        }

        if (open.Count > 0)
        {
            packed.Add(open);
        }

        return packed;
    }
}
