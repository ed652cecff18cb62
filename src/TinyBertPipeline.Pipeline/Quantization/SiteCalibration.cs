using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference.OnnxRuntime;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>One float run over calibration windows, which finds the range of every tensor that is to be quantized.</summary>
internal static class SiteCalibration
{
    /// <summary>Makes the plan.</summary>
    /// <param name="bundle">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="windows">Sequences with [CLS] and [SEP]. Each runs alone, so that there is no padding.</param>
    /// <param name="sentences">Number of sentences that the windows come from.</param>
    /// <param name="cancellation">Ends the run between two windows.</param>
    public static QuantizationPlan Run(
        Bundle bundle, BertWeights weights, IEnumerable<ModelInput> windows, int sentences, CancellationToken cancellation = default)
    {
        using var scratch = new ScratchFolder();
        var model = CalibrationModel.Write(bundle.Task, bundle.Config, weights, scratch.Sub("calibration.onnx"));
        var ranges = QuantizationSites.Of(bundle.Config)
            .ToDictionary(site => site.Key, site => new ValueRange(site.Value), StringComparer.Ordinal);
        using var engine = OnnxRuntimeEngine.Load(model.Path, OnnxRuntimeOptions.For(bundle.Config) with { Spin = false });
        using var request = engine.CreateRequest();
        foreach (var window in windows)
        {
            cancellation.ThrowIfCancellationRequested();
            request.Run(TokenBatch.Pad((ModelInput[])[window], bundle.Tokenizer.Vocabulary.PadId), cancellation);
            foreach (var (site, range) in ranges) range.Add(request.Output(model.Outputs[site]));
        }
        return QuantizationPlan.Of(ranges, sentences, bundle.WeightsSha256) with { ContentSha256 = bundle.ContentSha256 };
    }
}
