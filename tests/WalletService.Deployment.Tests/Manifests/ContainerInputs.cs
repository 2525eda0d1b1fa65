namespace WalletService.Deployment.Tests.Manifests;

/// <summary>What a container of the manifests is given.</summary>
/// <param name="Variables">Its environment.</param>
/// <param name="Files">What is in the folder that <c>Service__SettingsDirectory</c> names, by name.</param>
/// <param name="Arguments">What it is started with.</param>
internal sealed record ContainerInputs(
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyList<string> Arguments);
