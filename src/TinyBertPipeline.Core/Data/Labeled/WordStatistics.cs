using System.Buffers;
using System.Text;
using TinyBertPipeline.Core.Data.Columns;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>
/// What the words and labels of a file have in common that is likely a mistake: a language before each word, a number behind it, all
/// labels O.
/// </summary>
internal sealed class WordStatistics
{
    private const double Most = 0.95;
    private const int LongestLanguage = 12;                 // zh-classical
    private const char FirstChinese = '\u2E80';             // behind it ideographs and their kin; A1 may be a word, 京1 is none

    private static readonly SearchValues<char> _languageLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");

    private readonly Dictionary<string, long> _languages = new(StringComparer.Ordinal);
    private long _words, _withLanguage, _withPosition, _withChinese, _outside;

    public void Add(LabeledSentence sentence)
    {
        foreach (var word in sentence.Words)
        {
            _words++;
            if (LanguageOf(word) is { Length: > 0 } language)
            {
                _withLanguage++;
                if (_languages.Count < 16) _languages[language.ToString()] = _languages.GetValueOrDefault(language.ToString()) + 1;
            }
            if (PositionStart(word) > 0) _withPosition++;
            if (word[0] >= FirstChinese) _withChinese++;
        }
        _outside += sentence.Labels.Count(label => LabelForm.IsOutside(label));
    }

    /// <summary>Warns of what was found, with the remedy.</summary>
    public void Report(ReadingReport report)
    {
        if (_words == 0) return;
        if (_outside == _words)
        {
            report.Warn($"every label is O: nothing can be learnt from it; {report.OtherLabels?.Text ?? "is the right column taken?"}",
                report.OtherLabels?.Remedy ?? FormatRemedy.Set(nameof(DataFormat.LabelColumn), "COLUMN"));
        }
        if (_withLanguage >= Most * _words && _words > 1)
            report.Warn($"words begin with a language, '{_languages.MaxBy(pair => pair.Value).Key}'",
                FormatRemedy.Set(nameof(DataFormat.StripLanguage), "true"));
        if (_withPosition >= Most * _words && (_words > 4 || _words > 1 && _withChinese == _words))
            report.Warn("every word is one character and a number, its place in a longer word",
                FormatRemedy.Set(nameof(DataFormat.StripPosition), "true"));
    }

    /// <summary>
    /// A language with its colon before further text, as in <c>en:Oslo</c> or <c>zh-classical:x</c>; empty where there is none.
    /// </summary>
    public static ReadOnlySpan<char> LanguageOf(ReadOnlySpan<char> word)
    {
        var colon = word.IndexOf(':');
        if (colon is < 2 or > LongestLanguage || colon == word.Length - 1) return default;
        var language = word[..colon];
        return language.ContainsAnyExcept(_languageLetters) || language[0] == '-' ? default : word[..(colon + 1)];
    }

    /// <summary>Where the number behind a single character begins, as in <c>京0</c>; 0 where a word is not so.</summary>
    public static int PositionStart(ReadOnlySpan<char> word)
    {
        if (Rune.DecodeFromUtf16(word, out _, out var start) != OperationStatus.Done) return 0;
        return word.Length > start && word.Length <= start + 2 && !word[start..].ContainsAnyExceptInRange('0', '9') ? start : 0;
    }
}
