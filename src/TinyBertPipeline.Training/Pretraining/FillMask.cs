using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>What a pre-trained model puts in the place of <c>[MASK]</c>.</summary>
public sealed class FillMask : IDisposable
{
    private readonly string _folder;
    private readonly BertTokenizer _tokenizer;
    private readonly PretrainingModel _model;

    private FillMask(string folder, BertTokenizer tokenizer, PretrainingModel model) =>
        (_folder, _tokenizer, _model) = (folder, tokenizer, model);

    /// <summary>Loads a folder with a masked-LM head.</summary>
    /// <exception cref="InvalidInputException">The folder has no such head, or is no BERT.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static FillMask Load(string folder)
    {
        LibTorch.EnsureLoaded();
        var config = BertConfig.Load(folder);
        var tokenizer = BertTokenizer.Load(folder);
        if (tokenizer.Vocabulary.MaskId < 0) throw new InvalidInputException(InputKind.Model, folder, "its vocabulary has no [MASK]");
        var weights = BertWeights.Load(folder, config, BertTensors.MaskedLanguageModel(config));
        var model = new PretrainingModel(config, withNextSentence: false, seed: 0);
        model.LoadWeights(weights);
        return new FillMask(folder, tokenizer, model);
    }

    /// <summary>The likeliest pieces for every <c>[MASK]</c> of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many pieces for each.</param>
    /// <exception cref="InvalidInputException">The text has no [MASK], or is too long.</exception>
    public IReadOnlyList<FilledMask> Fill(string text, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var vocabulary = _tokenizer.Vocabulary;
        var encoded = _tokenizer.Encode(text);
        if (encoded.Ids.Length > _model.Config.MaxPositions)
        {
            throw new InvalidInputException(
                InputKind.Data, null, $"the text has {encoded.Ids.Length} pieces, the model {_model.Config.MaxPositions} positions");
        }
        long[] rows = [.. encoded.Ids.Index().Where(piece => piece.Item == vocabulary.MaskId).Select(piece => (long)piece.Index)];
        if (rows.Length == 0)
            throw new InvalidInputException(InputKind.Data, null, $"the text has no {vocabulary.Specials.Mask} for {_folder} to fill");
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = TokenTensors.Of(TokenBatch.Pad([encoded.Ids], vocabulary.PadId));
        var (logits, _) = _model.forward(batch, tensor(rows), PassOptions.Plain);
        var (values, ids) = logits.softmax(-1).narrow(1, 0, vocabulary.Count).topk(Math.Min(count, vocabulary.Count));
        return
        [
            .. rows.Select((row, index) => new FilledMask(
                encoded.Offsets[row].Start, encoded.Offsets[row].End,
                [.. ids[index].data<long>().Zip(values[index].data<float>(), (id, value) => new FilledPiece(vocabulary[(int)id], value))])),
        ];
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => _model.Dispose();
}

/// <summary>A filled <c>[MASK]</c>.</summary>
/// <param name="Start">Where it begins in the text (UTF-16).</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Pieces">The likeliest pieces.</param>
public sealed record FilledMask(int Start, int End, IReadOnlyList<FilledPiece> Pieces);

/// <summary>A piece with its probability.</summary>
/// <param name="Piece">The piece as the vocabulary spells it.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record FilledPiece(string Piece, double Probability);
