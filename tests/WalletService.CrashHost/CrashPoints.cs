using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;

namespace WalletService.CrashHost;

/// <summary>Puts the crash points around the ports and the messages of the service.</summary>
public static class CrashPoints
{
    public static void AddTo(IServiceCollection services)
    {
        var announced = new AnnouncedSignatures();
        services.AddSingleton(CrashSwitch.FromEnvironment());
        services.Crash<IWalletStore>((method, _) => method switch
        {
            nameof(IWalletStore.ReserveAsync) => CrashStep.WalletReservation,
            nameof(IWalletStore.CompleteAsync) => CrashStep.WalletCompletion,
            _ => null,
        });
        services.Crash<IKeyRotations>((method, _) => method switch
        {
            nameof(IKeyRotations.BeginAsync) => CrashStep.RotationStart,
            nameof(IKeyRotations.CompleteAsync) => CrashStep.RotationCompletion,
            _ => null,
        });
        services.Crash<IWalletKeys>((method, arguments) => method switch
        {
            nameof(IWalletKeys.CreateAsync) => CrashStep.WalletKey,
            nameof(IWalletKeys.RenewAsync) => CrashStep.FurtherKey,
            nameof(IWalletKeys.SignAsync) => CrashStep.Signature.OfAttempt(announced.AttemptOf((ReadOnlyMemory<byte>)arguments[2]!)),
            _ => null,
        });
        services.Crash<ITransferStore>((method, arguments) => method switch
        {
            nameof(ITransferStore.AddAsync) => CrashStep.Intent,
            nameof(ITransferStore.DecideAsync) => ((Transfer)arguments[0]!).Attempt is null ? CrashStep.Decision : CrashStep.NextAttempt,
            nameof(ITransferStore.BeginSigningAsync) => CrashStep.Announcement.OfAttempt(announced.Note((SigningIntent)arguments[1]!)),
            nameof(ITransferStore.ApplyAsync) => StepOf((Transfer)arguments[0]!, (TransferChange)arguments[1]!),
            _ => null,
        });
        services.Crash<ISigningJournal>((method, _) => method switch
        {
            nameof(ISigningJournal.BeginAsync) => CrashStep.SignRequest,
            nameof(ISigningJournal.CompleteAsync) => CrashStep.SignCompletion,
            _ => null,
        });
        services.Crash<ITransactionNetwork>((method, arguments) => method switch
        {
            nameof(ITransactionNetwork.SendAsync) => CrashStep.Send.OfAttempt(((TransferAttempt)arguments[0]!).Number),
            nameof(ITransactionNetwork.GetStatusesAsync) => CrashStep.Statuses,
            nameof(ITransactionNetwork.JudgeAsync) => CrashStep.Judgement,
            nameof(ITransactionNetwork.GetExecutionAsync) => CrashStep.Details,
            _ => null,
        });
        services.Crash<IOutbox>((method, _) => method == nameof(IOutbox.MarkPublishedAsync) ? CrashStep.PublishedMark : null);

        services.AddSendObserver<CrashingMessages>();
        services.AddReceiveObserver<CrashingMessages>();
    }

    private static CrashStep? StepOf(Transfer transfer, TransferChange change) => change.To switch
    {
        TransferStatus.Signed => CrashStep.Signed.OfAttempt(change.Attempt!.Number),
        TransferStatus.Submitted => CrashStep.Submitted.OfAttempt(transfer.Attempt!.Number),
        TransferStatus.Confirmed => CrashStep.Confirmed,
        TransferStatus.Finalized => CrashStep.Finalized,
        TransferStatus.Rejected => CrashStep.Rejected,
        TransferStatus.Ready when change.Approval is not null => CrashStep.Approved,
        TransferStatus.Cancelled => CrashStep.Cancelled,
        TransferStatus.Failed => CrashStep.Failed,
        TransferStatus.Expired => CrashStep.Expired,
        _ => null,
    };

    private static void Crash<TPort>(this IServiceCollection services, Func<string, object?[], CrashStep?> stepOf)
        where TPort : class
    {
        var inner = services.Last(descriptor => descriptor.ServiceType == typeof(TPort));
        services.Remove(inner);
        services.AddSingleton(provider => CrashingPort<TPort>.Around(
            (TPort)Create(provider, inner), provider.GetRequiredService<CrashSwitch>(), stepOf));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor descriptor) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
