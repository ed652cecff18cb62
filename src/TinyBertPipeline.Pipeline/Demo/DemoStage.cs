using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Pipeline.Context;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>Writes a demo's files, and the vocabulary of a teacher that starts from random weights: it is counted on the training sentences.</summary>
internal static class DemoStage
{
    private const string TokenizerFolder = "tokenizer";

    /// <summary>The places of the files.</summary>
    public static PipelineData Places(DemoData demo, string folder)
    {
        var extension = demo.Subject == DemoSubject.Opinions ? ".csv" : "";
        string Place(string part) => Path.Combine(folder, part + "_data" + extension);
        return new PipelineData { Train = Place("train"), Dev = Place("dev"), Test = Place("test") };
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
        return [data.Train, data.Dev, data.Test, Path.Combine(Tokenizer(folder), "vocab.txt")];
    }

    private static void Fill(DemoData demo, string folder)
    {
        var data = Places(demo, folder);
        IDemoCorpus corpus = demo.Subject == DemoSubject.Opinions ? new OpinionCorpus() : new DemoCorpus();
        AtomicFile.WriteText(data.Train, corpus.Draw(DemoPart.Train, demo.Train, seed: 1));
        AtomicFile.WriteText(data.Dev, corpus.Draw(DemoPart.Dev, demo.Dev, seed: 2));
        AtomicFile.WriteText(data.Test, corpus.Draw(DemoPart.Test, demo.Test, seed: 3));
        var options = new TokenizerOptions();
        var vocabulary = VocabularyCounter.Count(corpus.Words(data.Train), options, demo.Vocabulary);
        new BertTokenizer(vocabulary, options).Save(Tokenizer(folder));
    }
}
