using Spectre.Console;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>Bars on a terminal, drawn by Spectre.Console: the first report starts them, and they end before anything else is written.</summary>
/// <param name="open">Opens the terminal anew for each set of bars, since its size may have changed.</param>
internal sealed class TerminalBars(Func<IAnsiConsole> open)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private IAnsiConsole? _console;
    private ProgressContext? _context;
    private TaskCompletionSource? _end;
    private Task? _drawing;

    /// <summary>Shows how far a piece of work is.</summary>
    /// <param name="name">The work; each has a bar of its own.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="total">How much there is.</param>
    /// <param name="detail">What stands behind the bar.</param>
    public void Show(string name, double done, double total, string detail)
    {
        // Not within the lock: .NET asks for a terminal's size within that of Console.Out, whose holder may be waiting for this one.
        if (_drawing is null) _console = open();
        lock (_gate)
        {
            Start();
            if (!_tasks.TryGetValue(name, out var task)) _tasks.Add(name, task = _context!.AddTask(Markup.Escape(name)));
            task.MaxValue = Math.Max(1, total);
            task.Value = done;
            task.State.Update<Detail>(nameof(Detail), _ => new Detail(detail));
        }
    }

    /// <summary>Leaves the bars as they are and goes on below them.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_drawing is null) return;
            _end!.SetResult();
            _drawing.GetAwaiter().GetResult();
            (_drawing, _context) = (null, null);
            _tasks.Clear();
        }
    }

    private void Start()
    {
        if (_drawing is not null) return;
        var (begun, end) = (new TaskCompletionSource<ProgressContext>(), new TaskCompletionSource());
        var progress = _console!.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new DetailColumn());
        _drawing = Task.Run(() => progress.StartAsync(async context =>
        {
            begun.SetResult(context);
            await end.Task.ConfigureAwait(false);
        }));
        (_context, _end) = (begun.Task.GetAwaiter().GetResult(), end);
    }

    // What stands behind a bar; Spectre keeps values only.
    private readonly record struct Detail(string Text);

    private sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<Detail>(nameof(Detail)).Text ?? "") { Overflow = Overflow.Ellipsis };
    }
}
