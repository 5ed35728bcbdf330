using System.Diagnostics;
using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;

namespace Fathom.Cli.Rendering;

/// <summary>A live line on standard error while a tournament runs, gone when it ends; nothing where nobody watches.</summary>
/// <param name="console">Standard error.</param>
internal sealed class ProgressLine(IAnsiConsole console)
{
    /// <summary>Runs work under the line.</summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="text">The words of the line.</param>
    /// <param name="work">The work; it reports to what it is given, from any thread.</param>
    /// <param name="cancellation">When it is cancelled, the line says so.</param>
    /// <returns>What the work returned.</returns>
    public async Task<T> RunAsync<T>(ProgressText text, Func<IProgress<TournamentProgress>?, Task<T>> work, CancellationToken cancellation)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi) return await work(null).ConfigureAwait(false);
        Glyphs glyphs = Glyphs.Of(console);
        return await console.Status().Spinner(glyphs.None == "-" ? Spinner.Known.Line : Spinner.Known.Dots).SpinnerStyle(Palette.Quiet)
            .StartAsync(Line(text.Start), Watched).ConfigureAwait(false);

        async Task<T> Watched(StatusContext context)
        {
            var reader = new Reader(context, text, Line);
            CancellationTokenRegistration ending = cancellation.Register(reader.End);
            await using (ending.ConfigureAwait(false)) return await work(reader).ConfigureAwait(false);
        }

        string Line(string words) => Markup.Escape(glyphs.Text(words));
    }

    /// <summary>Puts each report on the line at once: <see cref="Progress{T}"/> would queue it behind the fits.</summary>
    private sealed class Reader(StatusContext context, ProgressText text, Func<string, string> line) : IProgress<TournamentProgress>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly TimeLeft _left = new();
        private readonly Lock _lock = new();
        private int _done = -1;
        private bool _ending;

        public void End()
        {
            lock (_lock)
            {
                _ending = true;
                context.Status = line(text.Ending);
            }
        }

        public void Report(TournamentProgress value)
        {
            lock (_lock)
            {
                // Workers may overtake each other on the way here.
                if (_ending || value.Done <= _done) return;
                _done = value.Done;
                context.Status = line(text.After(value, _left.After(value.Done, value.Total, Stopwatch.GetElapsedTime(_start))));
            }
        }
    }
}
