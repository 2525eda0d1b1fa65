using System.Net;
using System.Text;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Nodes;

/// <summary>
/// The network between one process and the nodes. A request that is under way when the process dies still reaches its node; the
/// answer reaches nobody.
/// </summary>
internal sealed class SimulatedNodeHandler(
    Realm realm, Scheduler scheduler, IReadOnlyList<SimulatedNode> nodes, Randomness randomness) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Completed without a context, so that the HTTP client's own continuations run at once and only the caller's is scheduled.
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        if (realm.IsDead)
        {
            return answer.Task;
        }

        var node = nodes.Single(candidate => candidate.Address.Authority == request.RequestUri!.Authority);
        var asked = Read(request);
        var cancelling = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        scheduler.After(randomness.Milliseconds(1, 30), () =>
        {
            if (node.Answer(asked) is { } reply)
            {
                scheduler.After(randomness.Milliseconds(1, 30), () => Complete(answer, cancelling, reply));
            }
        });
        return answer.Task;
    }

    private static NodeRequest Read(HttpRequestMessage request)
    {
        var body = new MemoryStream();
        var copying = request.Content!.CopyToAsync(body);
        return copying.IsCompletedSuccessfully
            ? new NodeRequest(body.ToArray())
            : throw new InvalidOperationException("The request's body was not there at once.");
    }

    private void Complete(TaskCompletionSource<HttpResponseMessage> answer, CancellationTokenRegistration cancelling, NodeReply reply)
    {
        if (realm.IsDead)
        {
            return;
        }

        cancelling.Dispose();
        if (reply.Status == 0)
        {
            answer.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError, "The connection was reset."));
            return;
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.Status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(reply.Body)),
        };
        if (reply.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(wait);
        }

        answer.TrySetResult(response);
    }
}
