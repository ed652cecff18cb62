using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Pipeline.Context;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>
/// Writes a demo's files, and the vocabulary of a teacher that starts from random weights: it is made from the raw text, or from the training
/// sentences where there is none.
/// </summary>
internal static class DemoStage
{
    private const string TokenizerFolder = "tokenizer";
    private const int DocumentSentences = 8;

    /// <summary>The places of the files.</summary>
    public static PipelineData Places(DemoData demo, string folder)
    {
        var extension = demo.Subject == DemoSubject.Opinions ? ".csv" : "";
        string Place(string part) => Path.Combine(folder, part + "_data" + extension);
        return new PipelineData
        {
            Train = Place("train"),
            Dev = Place("dev"),
            Test = Place("test"),
            Raw = demo.Raw > 0 ? [Path.Combine(folder, "raw.txt")] : [],
        };
    }

    /// <summary>The folder of the vocabulary.</summary>
    public static string Tokenizer(string folder) => Path.Combine(folder, TokenizerFolder);

    /// <summary>Writes everything as a whole; gives the paths.</summary>
    /// <exception cref="Core.InvalidInputException">The folder holds files of these names that are not ours.</exception>
    public static IReadOnlyList<string> Write(DemoData demo, string folder, bool overwrite = false)
    {
        using var update = FolderUpdate.Begin(folder, overwrite);
        Fill(demo, update.Folder);
        update.Commit();
        var data = Places(demo, folder);
        return [data.Train, data.Dev, data.Test, .. data.Raw, Path.Combine(Tokenizer(folder), "vocab.txt")];
    }

    private static void Fill(DemoData demo, string folder)
    {
        var data = Places(demo, folder);
        IDemoCorpus corpus = demo.Subject == DemoSubject.Opinions ? new OpinionCorpus() : new DemoCorpus();
        AtomicFile.WriteText(data.Train, corpus.Draw(DemoPart.Train, demo.Train, seed: 1));
        AtomicFile.WriteText(data.Dev, corpus.Draw(DemoPart.Dev, demo.Dev, seed: 2));
        AtomicFile.WriteText(data.Test, corpus.Draw(DemoPart.Test, demo.Test, seed: 3));
        var texts = corpus.DrawTexts(DemoPart.Raw, demo.Raw, seed: 4).ToArray();
        foreach (var raw in data.Raw) AtomicFile.WriteText(raw, RawText(texts));
        TrainedTokenizer.Save(
            texts.Length > 0 ? texts : corpus.DrawTexts(DemoPart.Train, demo.Train, seed: 1), demo.Vocabulary, Tokenizer(folder));
    }

    // A sentence a line, a blank line between documents.
    private static string RawText(IEnumerable<string> sentences) =>
        string.Join("\n", sentences.Chunk(DocumentSentences).Select(document => string.Concat(document.Select(sentence => sentence + "\n"))));
}
