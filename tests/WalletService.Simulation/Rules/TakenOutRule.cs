namespace WalletService.Simulation.Rules;

/// <summary>A rule that is left out on purpose, to see that the simulation notices.</summary>
internal enum TakenOutRule
{
    None,

    /// <summary>Money rule 2: a transaction counts as dead as soon as a node does not know it.</summary>
    ProofOfDeath,

    /// <summary>Money rule 1: signed bytes are sent without being committed.</summary>
    PersistBeforeSending,

    /// <summary>Money rule 6: what other transfers have reserved is not counted.</summary>
    Reservation,

    /// <summary>Money rule 4: the same request again is another transfer.</summary>
    Idempotency,
}
