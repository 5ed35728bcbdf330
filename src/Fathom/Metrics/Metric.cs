using System.Text.Json.Nodes;
using Fathom.Metrics;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom;

/// <summary>A figure that training shows but does not minimise. Definitions are those of <c>keras.metrics</c>.</summary>
/// <remarks>
/// A metric is a description: <see cref="Start"/> gives the running state. Static members such as <c>Metric.Accuracy</c> may be passed to any number of
/// models at once.
/// </remarks>
public abstract class Metric : IKerasSerializable
{
    /// <summary>The share of right answers, chosen by shape as Keras does for the text <c>"accuracy"</c>.</summary>
    /// <remarks>
    /// One output: <see cref="BinaryAccuracy"/>, with threshold 0.5, or 0 where the loss takes logits (Keras keeps 0.5 there). Several outputs:
    /// <see cref="SparseCategoricalAccuracy"/> where targets have fewer axes or a last axis of 1, else <see cref="CategoricalAccuracy"/>.
    /// </remarks>
    public static Metric Accuracy { get; } = new AccuracyByShape();

    /// <summary>Mean of absolute differences.</summary>
    public static Metric MeanAbsoluteError { get; } = new MeanAbsoluteError();

    /// <summary>Mean of squared differences.</summary>
    public static Metric MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>Root of the mean of squared differences.</summary>
    public static Metric RootMeanSquaredError { get; } = new RootMeanSquaredError();

    /// <summary>Area under the receiver operating characteristic.</summary>
    public static Metric AUC { get; } = new AUC();

    /// <summary>The share of true among predicted positives.</summary>
    public static Metric Precision { get; } = new Precision();

    /// <summary>The share of found among true positives.</summary>
    public static Metric Recall { get; } = new Recall();

    /// <summary>The name in logs; unless given, the one Keras gives the class, for example <c>mean_absolute_error</c>.</summary>
    public virtual string Name { get => field ?? KerasNames.SnakeCase(KerasNames.ClassName(GetType())); init; }

    /// <summary>Begins a count on a device.</summary>
    /// <param name="output">The shape of one prediction, batch left out: what <c>accuracy</c> means depends on it.</param>
    /// <param name="loss">The loss trained with, if known.</param>
    /// <returns>An empty count.</returns>
    public abstract MetricState Start(Shape output, Loss? loss);

    /// <summary>The text that stands for the metric in a saved model, where it is not described by class and options.</summary>
    internal virtual string? KerasText => null;

    /// <summary><see cref="Accuracy"/> under a name of its own.</summary>
    internal static Metric AccuracyNamed(string name) => new AccuracyByShape { Name = name };

    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => new() { ["name"] = Name };
}
