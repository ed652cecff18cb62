using System.Globalization;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Reports.Html;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>A report as one HTML file that says how it came about.</summary>
public static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="command">The command that made it.</param>
    /// <param name="report">What it shows; each heading begins a section.</param>
    /// <exception cref="Core.EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, string title, string command, Report report) =>
        AtomicFile.WriteText(path, HtmlPage.Render(title, Circumstances(command), report));

    /// <summary>What every page tells of how it came about.</summary>
    internal static KeyValuePair<string, string>[] Circumstances(string command) =>
    [
        new("Command", command), new("Date", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("CPU", MachineRecord.Read().Describe()),
    ];
}
