using System.Runtime.InteropServices;

namespace Fathom.Cli.Terminals;

/// <summary>
/// The first Ctrl-C (or SIGTERM) cancels <see cref="Token"/>, so that the command ends cleanly; the second one ends the process at once.
/// </summary>
internal sealed class CancelSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public CancelSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
        {
            // The live line has hidden the cursor.
            if (!Console.IsErrorRedirected) Console.Error.Write("\e[?25h\n");
            return;
        }

        signal.Cancel = true;
        // Cancelling runs callbacks; a signal handler is not the place for them.
        _ = _source.CancelAsync();
    }
}
