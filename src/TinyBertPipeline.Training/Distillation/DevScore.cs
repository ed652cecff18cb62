using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Strict micro F1 of a tagger on a file, with both decoders.</summary>
/// <param name="Viterbi">With legal paths, 0 to 1.</param>
/// <param name="Argmax">With the best label of each word.</param>
internal sealed record DevScore(double Viterbi, double Argmax)
{
    /// <summary>Tags the file once, in 32 bits.</summary>
    public static DevScore Measure(BertTaggerModel model, BertTokenizer tokenizer, LabelSet labels, LabeledData data, int window)
    {
        var usesBFloat16 = model.Encoder.UseBFloat16;
        model.Encoder.UseBFloat16 = false;
        try
        {
            using var engine = new TorchEngine(model);
            using var tagger = new SentenceTagger(engine, tokenizer, labels, new TaggerOptions { Decode = DecodeMode.Viterbi, WindowLength = window });
            var evaluation = TaggerEvaluation.Run(tagger, labels, data);
            return new DevScore(evaluation.Report().Micro.F1, evaluation.Decoded(labels, DecodeMode.Argmax).Report().Micro.F1);
        }
        finally
        {
            model.Encoder.UseBFloat16 = usesBFloat16;
        }
    }
}
