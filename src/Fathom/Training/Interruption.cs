namespace Fathom.Training;

/// <summary>Turns Ctrl-C, while it lives, into a wish to end after the current batch. A second Ctrl-C ends the program as usual.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _pressed = new();
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
        _either?.Dispose();
        _pressed.Dispose();
    }

    private void Press(object? sender, ConsoleCancelEventArgs key)
    {
        key.Cancel |= !_pressed.IsCancellationRequested;
        _pressed.Cancel();
    }
}
