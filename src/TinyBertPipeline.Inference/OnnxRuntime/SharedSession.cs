using Microsoft.ML.OnnxRuntime;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>
/// A session that its engine and its requests use together, released by the last of them: ONNX Runtime does not count references itself,
/// and a session freed under a running request is a crash.
/// </summary>
internal sealed class SharedSession(InferenceSession session)
{
    private readonly Lock _lock = new();
    private int _requests;
    private bool _ownerClosed;

    /// <summary>Takes part in the session; <see cref="Leave"/> ends it.</summary>
    public InferenceSession Join()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ownerClosed, typeof(OnnxRuntimeEngine));
            _requests++;
            return session;
        }
    }

    /// <summary>Ends the record of its runs.</summary>
    /// <returns>The record's file.</returns>
    public string EndProfiling() => session.EndProfiling();

    public void Leave()
    {
        lock (_lock)
        {
            if (--_requests == 0 && _ownerClosed) session.Dispose();
        }
    }

    public void CloseOwner()
    {
        lock (_lock)
        {
            if (_ownerClosed) return;
            _ownerClosed = true;
            if (_requests == 0) session.Dispose();
        }
    }
}
