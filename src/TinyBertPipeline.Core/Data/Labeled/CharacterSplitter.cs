using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Splits the words of a sentence into characters (code points); each entity has exactly its words' characters.</summary>
internal static class CharacterSplitter
{
    public static LabeledSentence Split(LabeledSentence sentence)
    {
        var characters = new List<string>();
        var starts = new List<int>();                       // index of each word's first character
        foreach (var word in sentence.Words)
        {
            starts.Add(characters.Count);
            foreach (var rune in word.EnumerateRunes()) characters.Add(rune.ToString());
        }
        starts.Add(characters.Count);
        var entities = sentence.Entities.Select(entity => entity with { Start = starts[entity.Start], End = starts[entity.End + 1] - 1 });
        return new LabeledSentence([.. characters], EntityWriter.ToBioes(entities.Lenient, characters.Count), sentence.Line)
        {
            Entities = entities,
            Document = sentence.Document,
        };
    }
}
