using System.Text.RegularExpressions;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

/// <summary>
/// The strict reading of seqeval 1.2.2 written down a second time, to be checked by eye: one pattern a scheme, applied to the letters of one
/// type at a time. Labels of other types are <c>b</c> for their B and <c>x</c> for their other letters, O is <c>o</c>.
/// </summary>
internal static class SeqevalRules
{
    public static string Pattern(TagScheme scheme) => scheme switch
    {
        TagScheme.Bio => "BI*",
        TagScheme.Ioe2 => "I*E",
        TagScheme.Bioes or TagScheme.Bilou or TagScheme.Bmes => "BI*E|S",

        // B starts behind its own type only; seqeval lets I start behind an orphan B, and drops a lone B before the B of another type.
        TagScheme.Iob1 => "(?<=[BI])B(?:I+|(?!b))|(?<!I)I+",

        // E ends only before its own type; seqeval lets an E of one word start behind an E only.
        TagScheme.Ioe1 => "(?<!I)I+(?:E(?=[IE])|(?![IE]))|(?<=E)E(?=[IE])",

        // seqeval has no such schemes.
        TagScheme.Bios => "BI*|S",
        TagScheme.Bieo => "BI*E|B(?![IE])",
        TagScheme.Plain => "I+",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    public static IReadOnlyList<EntitySpan> Read(IReadOnlyList<string> labels, Func<string, string> patternOf)
    {
        var tags = labels.Select(label => (Letter: label[0], Type: label.Length > 2 ? label[2..] : "")).ToArray();
        var types = tags.Where(tag => tag.Letter != 'O').Select(tag => tag.Type).Distinct();
        return [.. types.SelectMany(OfType).OrderBy(entity => entity.Start)];

        IEnumerable<EntitySpan> OfType(string type)
        {
            var letters = string.Concat(tags.Select(tag => tag.Letter == 'O' ? 'o' : tag.Type == type ? Role(tag.Letter)
                : tag.Letter == 'B' ? 'b' : 'x'));
            return Regex.Matches(letters, patternOf(type))
                .Select(match => new EntitySpan(type, match.Index, match.Index + match.Length - 1));
        }
    }

    private static char Role(char letter) => letter switch { 'M' => 'I', 'L' => 'E', 'U' => 'S', _ => letter };
}
