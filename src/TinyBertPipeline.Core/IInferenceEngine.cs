namespace TinyBertPipeline.Core;

/// <summary>A loaded model that computes outputs from batches. Thread-safe: each caller works with a request of its own.</summary>
public interface IInferenceEngine : IDisposable
{
    /// <summary>What the engine is and what it takes.</summary>
    EngineInfo Info { get; }

    /// <summary>Creates a request, which owns its buffers and serves one caller at a time.</summary>
    IInferenceRequest CreateRequest();
}
