using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google.Rest;

/// <summary>
/// Puts access tokens on requests. Google's library keeps a token and renews it shortly before it ends, so it is asked for
/// every request; it also finds the credentials (file, workload identity, metadata server).
/// </summary>
internal sealed class AccessTokens(IOptions<GoogleKmsOptions> options)
{
    /// <summary>The narrowest scope that allows signing.</summary>
    private const string Scope = "https://www.googleapis.com/auth/cloudkms";

    private readonly Lock gate = new();
    private Task<GoogleCredential>? loading;

    /// <exception cref="KmsFailureException">No token could be had.</exception>
    public async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.Value.Credentials == GoogleKmsCredentials.None)
        {
            return;
        }

        await AskAsync(async () =>
        {
            ITokenAccessWithHeaders credential = await LoadAsync().WaitAsync(cancellationToken);
            var token = await credential.GetAccessTokenWithHeadersForRequestAsync(authUri: null, cancellationToken);
            request.Headers.Authorization = new("Bearer", token.AccessToken);
            // The project that pays, where the credentials name one.
            token.AddHeaders(request);
        });
    }

    /// <summary>Fetches a new token in place of one that was refused, if the kind of credentials can do so.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Credentials == GoogleKmsCredentials.None)
        {
            return;
        }

        await AskAsync(async () =>
        {
            var credential = await LoadAsync().WaitAsync(cancellationToken);
            switch (credential.UnderlyingCredential)
            {
                case ServiceCredential service:
                    await service.RequestAccessTokenAsync(cancellationToken);
                    break;
                case UserCredential user:
                    await user.RefreshTokenAsync(cancellationToken);
                    break;
                default:
                    break;
            }
        });
    }

    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (TokenResponseException exception) when (exception.StatusCode is null or >= System.Net.HttpStatusCode.InternalServerError)
        {
            throw new KmsFailureException(FailureKind.Unavailable, "The token endpoint is unavailable.", exception);
        }
        catch (TokenResponseException exception)
        {
            throw new KmsFailureException(FailureKind.Unauthenticated, $"No access token: {exception.Error?.Error}.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new KmsFailureException(FailureKind.Network, "The token endpoint could not be reached.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new KmsFailureException(FailureKind.Unauthenticated, "No application default credentials were found.", exception);
        }
    }

    /// <summary>Loads the credentials once; a failed loading is tried again by the next request.</summary>
    private Task<GoogleCredential> LoadAsync()
    {
        lock (gate)
        {
            if (loading is null || loading.IsFaulted || loading.IsCanceled)
            {
                loading = LoadScopedAsync();
            }

            return loading;
        }
    }

    private static async Task<GoogleCredential> LoadScopedAsync()
    {
        var credential = await GoogleCredential.GetApplicationDefaultAsync();
        return credential.CreateScoped(Scope);
    }
}
