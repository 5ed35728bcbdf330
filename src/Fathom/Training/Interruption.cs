namespace Fathom.Training;

/// <summary>Turns Ctrl-C, while it lives, into a wish to end after the current batch. A second Ctrl-C ends the program as usual.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _pressed = new();
    private bool _ended;
    private CancellationTokenSource? _either;

    public Interruption() => Console.CancelKeyPress += Press;

    /// <summary>Cancelled by Ctrl-C or by another token.</summary>
    public CancellationToken Combine(CancellationToken other)
    {
        if (!other.CanBeCanceled) return _pressed.Token;
        _either = CancellationTokenSource.CreateLinkedTokenSource(_pressed.Token, other);
        return _either.Token;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= Press;
        // A key pressed in this instant may already be on its way to Press, on another thread.
        lock (_gate)
        {
            _ended = true;
            _either?.Dispose();
            _pressed.Dispose();
        }
    }

    private void Press(object? sender, ConsoleCancelEventArgs key)
    {
        lock (_gate)
        {
            if (_ended) return;
            key.Cancel |= !_pressed.IsCancellationRequested;
            _pressed.Cancel();
        }
    }
}
