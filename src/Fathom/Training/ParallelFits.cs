using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Fathom.Training;

/// <summary>
/// Runs fits that do not depend on each other side by side, one thread each: the folds of a cross-validation, seeds, settings. Small nets keep every core busy this way,
/// where several threads within one fit would mostly wait for each other.
/// </summary>
/// <remarks>
/// <para>Each fit has a sequence of random numbers of its own, drawn from <see cref="Seeds"/> in the fits' order before the first begins. So after <see cref="Seeds.Set"/> what
/// comes out repeats bit for bit, however many workers there are and whichever of them runs what.</para>
/// <para>A fit makes its own model, optimizer and callbacks; a <see cref="Dataset"/> may serve all. Within it <see cref="Devices.Threads"/> is 1, and tensors that it
/// returns must be detached from any scope it opened.</para>
/// <code>
/// Split[] splits = [.. new CombinatorialPurgedKFold(10, 2).Split(spans)];
/// IReadOnlyList&lt;double&gt; losses = new ParallelFits().Run(splits, (split, cancellation) =>
/// {
///     Sequential model = MakeModel();
///     model.Fit(data.Select(split.Train).Shuffle(), epochs: 10, verbose: Verbosity.Silent, cancellation: cancellation);
///     return model.Evaluate(data.Select(split.Test))["loss"];
/// });
/// </code>
/// </remarks>
public sealed class ParallelFits
{
    /// <summary>How many fits run at a time, each on a thread of its own; as many as the program has processors unless given. It changes nothing in what comes out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Workers
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one fit has to run at a time.");
    } = Environment.ProcessorCount;

    /// <summary>Hears of every fit that is done: one call at a time, on the thread that ran it. What it throws ends the run.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Runs a number of fits.</summary>
    /// <typeparam name="TResult">What a fit gives.</typeparam>
    /// <param name="count">How many.</param>
    /// <param name="fit">Gets the number of the fit, counted from 0, and a token to hand on to <c>Fit</c>.</param>
    /// <param name="cancellation">Ends the fits in progress after their current batch and begins no more, as Ctrl-C does.</param>
    /// <returns>What the fits gave, in their order.</returns>
    /// <exception cref="FitException">A fit failed: the first in order of those that did. Fits in progress are finished, no more are begun.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public IReadOnlyList<TResult> Run<TResult>(int count, Func<int, CancellationToken, TResult> fit, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(fit);
        var results = new TResult[count];
        using var interruption = new Interruption();
        CancellationToken either = interruption.Combine(cancellation);
        int threads = torch.get_num_threads();
        var queue = new FitQueue(count, Progress, (index, seed) =>
        {
            using IDisposable own = Seeds.Use(seed);
            results[index] = fit(index, either);
        }, either);
        Thread[] workers = [.. Enumerable.Range(1, Math.Min(Workers, count)).Select(number => new Thread(queue.Work) { IsBackground = true, Name = $"Fathom fits {number}" })];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        // A thread that uses libtorch for the first time takes over what any other set last.
        torch.set_num_threads(threads);
        if (queue.ListenerFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
        if (queue.FirstFailure is var (index, cause)) throw new FitException(index, count, cause);
        either.ThrowIfCancellationRequested();
        return results;
    }

    /// <summary>Runs one fit per item: per split, per seed, per setting.</summary>
    /// <typeparam name="TItem">What a fit is about.</typeparam>
    /// <typeparam name="TResult">What a fit gives.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="fit">Gets an item and a token to hand on to <c>Fit</c>.</param>
    /// <param name="cancellation">Ends the fits in progress after their current batch and begins no more, as Ctrl-C does.</param>
    /// <returns>What the fits gave, in the items' order.</returns>
    /// <exception cref="FitException">A fit failed: the first in order of those that did. Fits in progress are finished, no more are begun.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public IReadOnlyList<TResult> Run<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, CancellationToken, TResult> fit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(fit);
        return Run(items.Count, (index, token) => fit(items[index], token), cancellation);
    }
}
