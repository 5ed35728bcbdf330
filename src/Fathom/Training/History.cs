using System.Globalization;
using Fathom.Training;

namespace Fathom;

/// <summary>The figures of every epoch of a training run: <c>history["val_loss"][epoch]</c>.</summary>
public sealed class History : ITrainingReader
{
    private readonly OrderedDictionary<string, List<double>> _series = [];
    private readonly List<TimeSpan> _durations = [];

    /// <summary>The names of the figures, training first, then those under <c>val_</c>.</summary>
    public IReadOnlyList<string> Names => [.. _series.Keys];

    /// <summary>The number of epochs completed.</summary>
    public int Epochs => _durations.Count;

    /// <summary>How long each epoch took.</summary>
    public IReadOnlyList<TimeSpan> Durations => _durations;

    /// <summary>Why training ended before the planned number of epochs; null when it did not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>One figure over the epochs.</summary>
    /// <param name="name">Its name, for example <c>val_loss</c>.</param>
    /// <returns>One value per epoch; NaN for an epoch without it.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => _series.TryGetValue(name, out List<double>? values)
        ? values
        : throw new KeyNotFoundException($"There is no figure '{name}' in this history. There are: {string.Join(", ", _series.Keys)}.");

    /// <summary>Begins with the epochs of an interrupted run.</summary>
    internal void Restore(IReadOnlyList<(string Name, double[] Values)> series, IReadOnlyList<TimeSpan> durations)
    {
        foreach ((string name, double[] values) in series) _series.Add(name, [.. values]);
        _durations.AddRange(durations);
    }

    /// <inheritdoc/>
    void ITrainingReader.Receive(TrainingEvent happened)
    {
        if (happened is TrainingEvent.EpochEnded epoch)
        {
            foreach ((string name, double value) in epoch.Logs)
            {
                if (!_series.TryGetValue(name, out List<double>? values)) _series.Add(name, values = []);
                while (values.Count < Epochs) values.Add(double.NaN);
                values.Add(value);
            }
            _durations.Add(epoch.Duration);
            foreach (List<double> values in _series.Values)
                if (values.Count < Epochs)
                    values.Add(double.NaN);
        }
        else if (happened is TrainingEvent.Ended end) StopReason = end.Reason;
    }

    /// <summary>The last epoch's figures on one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epochs} epochs") +
        string.Concat(_series.Select(s => string.Create(CultureInfo.InvariantCulture, $" - {s.Key}: {s.Value[^1]:G4}")));
}
