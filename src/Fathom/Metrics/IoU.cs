using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Intersection over union of some classes, averaged (<c>keras.metrics.IoU</c>): true positives over all that is or was taken for the class.</summary>
/// <remarks>Weights that are no whole numbers count as they are, where Keras cuts them off. Classes that never occur are left out of the mean.</remarks>
/// <param name="classes">The number of classes.</param>
/// <param name="targetClassIds">The classes to average over.</param>
public sealed class IoU(int classes, IReadOnlyList<int> targetClassIds) : Metric, IFromConfig<IoU>
{
    /// <summary>The number of classes.</summary>
    public int Classes { get; } = IoUState.Classes(classes);

    /// <summary>The classes that are averaged over.</summary>
    public IReadOnlyList<int> TargetClassIds { get; } = IoUState.Targets(targetClassIds, classes);

    /// <summary>A true class that does not count, such as 255 for pixels without a label; none unless given.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>Whether targets are class numbers (default) or one-hot.</summary>
    public bool SparseTargets { get; init; } = true;

    /// <summary>Whether predictions are class numbers (default) or one score per class.</summary>
    public bool SparsePredictions { get; init; } = true;

    /// <summary>The axis of the classes, counted with the batch, where there is one; the last unless given.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public static IoU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new IoU(config.Need<int>("num_classes"), config.NeedInts("target_class_ids"))
        {
            Name = config.LayerName(),
            IgnoreClass = config.GetInt("ignore_class"),
            SparseTargets = config.Get("sparse_y_true", true),
            SparsePredictions = config.Get("sparse_y_pred", true),
            Axis = config.Get("axis", -1),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["num_classes"] = Classes;
        config.Put("target_class_ids", TargetClassIds.ToArray());
        config["ignore_class"] = IgnoreClass;
        config["sparse_y_true"] = SparseTargets;
        config["sparse_y_pred"] = SparsePredictions;
        config["axis"] = Axis;
        return config;
    }

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new IoUState($"Metric '{Name}'", Classes, TargetClassIds, IgnoreClass)
    {
        SparseTargets = SparseTargets, SparsePredictions = SparsePredictions, Axis = Axis,
    };
}
