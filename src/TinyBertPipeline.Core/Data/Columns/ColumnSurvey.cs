namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>What the columns of a whole file hold, found in one reading and in bounded memory.</summary>
internal sealed class ColumnSurvey
{
    private const int MaxGroups = 16, IndexColumns = 3;
    private const string ColumnNames = "# global.columns =";    // CoNLL-U Plus

    private readonly Dictionary<int, ColumnGroup> _groups = [];
    private readonly IndexStatistics[] _index = [.. Enumerable.Range(0, IndexColumns).Select(_ => new IndexStatistics())];

    private ColumnSurvey() { }

    /// <summary>The lines by their number of columns, most lines first.</summary>
    public IReadOnlyList<ColumnGroup> Groups { get; private set; } = [];

    /// <summary>The names of the columns, where a line has them.</summary>
    public IReadOnlyList<string>? Header { get; private set; }

    /// <summary>The line of names that is no comment, or 0.</summary>
    public long HeaderLine { get; private set; }

    /// <summary>Lines of <c>#</c> that look like comments; they are words where nothing else is.</summary>
    public long HashLines { get; private set; }

    /// <summary>Whether lines begin documents as CoNLL-2012 does.</summary>
    public bool IsConll2012 { get; private set; }

    /// <summary>Reads the file, or its beginning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What is known of it.</param>
    /// <param name="most">After so many lines it is enough.</param>
    /// <exception cref="InvalidInputException">It is absent or unreadable, not UTF-8, or a line is too long.</exception>
    public static ColumnSurvey Of(string path, DataFormat format, int most = int.MaxValue)
    {
        var survey = new ColumnSurvey();
        var named = format.WordColumn?.Name is not null || format.LabelColumn?.Name is not null;
        using var lines = new ColumnLines(path, format);
        for (var (inSentence, isFirst) = (false, true); lines.Line < most && lines.TryRead();)
        {
            var isWord = lines.Kind == LineKind.Word || lines.Kind == LineKind.Hash && inSentence;
            if (isWord && isFirst && survey.IsHeader(lines, named)) isWord = false;
            else if (isWord) survey.Add(lines, startsSentence: !inSentence);
            else if (lines.Kind == LineKind.Hash) survey.AddHash(lines.Text);
            survey.IsConll2012 |= lines.Kind == LineKind.Document && lines.IsConllDocument;
            isFirst &= !isWord && survey.HeaderLine == 0;
            inSentence = isWord;
        }
        survey.Groups = [.. survey._groups.Values.OrderByDescending(group => group.Lines).ThenBy(group => group.FirstLine)];
        return survey;
    }

    /// <summary>The first column that counts the words of each sentence, or -1.</summary>
    public int FindIndex() => Array.FindIndex(_index, statistics => statistics.Counts);

    private bool IsHeader(ColumnLines lines, bool isNamed)
    {
        string[] cells = [.. lines.Columns.Select(range => lines.Text[range])];
        if (Header is not null || !isNamed && !ColumnHeader.IsHeader(cells)) return false;
        (Header, HeaderLine) = (cells, lines.Line);
        return true;
    }

    private void Add(ColumnLines lines, bool startsSentence)
    {
        for (var i = 0; i < IndexColumns; i++)
        {
            if (startsSentence) _index[i].StartSentence();
            if (i < lines.Columns.Count) _index[i].Add(lines[i]);
        }
        if (!_groups.TryGetValue(lines.Columns.Count, out var group))
        {
            if (_groups.Count == MaxGroups) return;
            _groups[lines.Columns.Count] = group = new ColumnGroup(lines.Columns.Count, lines.Line);
        }
        group.Add(lines.Text, lines.Columns);
    }

    private void AddHash(string text)
    {
        HashLines++;
        if (Header is null && text.StartsWith(ColumnNames, StringComparison.Ordinal))
            Header = text[ColumnNames.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
