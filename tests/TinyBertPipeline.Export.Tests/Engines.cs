using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Export.Tests;

/// <summary>Runs exported files.</summary>
internal static class Engines
{
    public static float[] OnnxRuntime(string path, BertConfig config, TokenBatch batch)
    {
        var options = new OnnxRuntimeOptions
        {
            VocabularySize = config.VocabularySize,
            MaxPositions = config.MaxPositions,
            TypeVocabularySize = config.TypeVocabularySize,
            Threads = 1,
            Spin = false,
        };
        using var engine = OnnxRuntimeEngine.Load(path, options);
        return Run(engine, batch);
    }

    /// <summary>Logits by OpenVINO in f32; skips the test, with the reason, where there is no OpenVINO.</summary>
    public static float[] OpenVino(string path, BertConfig config, TokenBatch batch)
    {
        OpenVinoRuntime.Require();
        var options = new OpenVinoOptions
        {
            VocabularySize = config.VocabularySize,
            MaxPositions = config.MaxPositions,
            TypeVocabularySize = config.TypeVocabularySize,
            Threads = 1,
        };
        using var engine = OpenVinoEngine.Load(path, options);
        return Run(engine, batch);
    }

    private static float[] Run(IInferenceEngine engine, TokenBatch batch)
    {
        using var request = engine.CreateRequest();
        request.Run(batch);
        return request.Output("logits").ToArray();
    }
}
