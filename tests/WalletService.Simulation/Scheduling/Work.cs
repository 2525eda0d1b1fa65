namespace WalletService.Simulation.Scheduling;

/// <param name="Realm">Whose work it is; null for the world outside. The work of a dead realm is dropped.</param>
/// <param name="Context">What the work runs in; null as on a thread of the pool.</param>
internal readonly record struct Work(Realm? Realm, SynchronizationContext? Context, SendOrPostCallback Callback, object? State);
