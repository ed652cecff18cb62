using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Benchmarks;

/// <summary>Texts and a tokenizer for them: paragraphs below the inputs root, else the sentences of <c>data/example</c>.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Texts">The texts.</param>
internal sealed record TokenizerTexts(BertTokenizer Tokenizer, string[] Texts)
{
    private const int Paragraphs = 2_000;

    public static TokenizerTexts Load(string language)
    {
        var root = InputsRoot.Choose(null);
        var text = Path.Combine(root, "corpora", language, "wiki", "part-00.txt");
        var model = Path.Combine(root, "models", language == "zh" ? "zh-bert-6x384" : "all-minilm-l6-v2");
        if (File.Exists(text) && Directory.Exists(model))
            return new TokenizerTexts(BertTokenizer.Load(model), [.. File.ReadLines(text).Where(line => line.Length > 0).Take(Paragraphs)]);
        string[] texts = [.. LabeledData.Read(ExampleData.File("train_data")).Sentences.Select(sentence => string.Join(' ', sentence.Words))];
        var trained = VocabularyTrainer.Train(texts, new VocabularyTrainingOptions { Size = 2_000 });
        return new TokenizerTexts(new BertTokenizer(trained.Vocabulary, new TokenizerOptions()), texts);
    }
}
