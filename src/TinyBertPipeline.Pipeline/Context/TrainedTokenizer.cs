using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>The tokenizer of a model that starts from random weights and has none to bring along.</summary>
internal static class TrainedTokenizer
{
    /// <summary>Makes a vocabulary from texts and writes the tokenizer.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">Pieces of the vocabulary.</param>
    /// <param name="folder">The folder to write.</param>
    public static void Save(IEnumerable<string> texts, int size, string folder)
    {
        var options = new VocabularyTrainingOptions { Size = size };
        new BertTokenizer(VocabularyTrainer.Train(texts, options).Vocabulary, options.Tokenizer).Save(folder);
    }
}
