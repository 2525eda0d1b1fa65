namespace WalletService.Domain.Diagnosis;

/// <summary>How bad it is.</summary>
public enum ObservationState
{
    Well,

    /// <summary>To be known, but nothing fails for it.</summary>
    Remark,

    /// <summary>Something has to be done.</summary>
    Trouble,
}
