using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Gives the values of each group of channels of a sample mean 0 and variance 1, then scales and shifts every channel (<c>keras.layers.GroupNormalization</c>;
/// Wu and He 2018).
/// </summary>
/// <remarks>Any shape, unchanged. Weights: gamma and beta, each as long as the axis of channels. One group per channel is instance normalization.</remarks>
public sealed class GroupNormalization : ScaledNormalization, IFromConfig<GroupNormalization>
{
    private int _axis;

    /// <summary>Creates the layer.</summary>
    /// <param name="groups">The number of groups, which must divide that of channels; -1 for one per channel.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is neither -1 nor positive.</exception>
    public GroupNormalization(int groups = 32) => Groups = Check(groups);

    private GroupNormalization(JsonObject config) : base(config)
    {
        Groups = Check(config.Get("groups", 32));
        Axis = config.Get("axis", -1);
    }

    /// <summary>The number of groups, or -1 for one per channel.</summary>
    public int Groups { get; }

    /// <summary>The axis of channels, batch counted; the last unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, the batch.</exception>
    public int Axis
    {
        get;
        init => field = value != 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch; -1 is the last axis, that of channels.");
    } = -1;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedSameLengths(input, Axis);
        int channels = this.LengthsAlong(input, Axis)[0];
        return Groups == -1 || channels % Groups == 0
            ? input
            : throw new ShapeException($"{this.Title} got shape {input}, whose {channels} channels do not divide into {Groups} groups. Take a number of groups that divides them.");
    }

    /// <inheritdoc/>
    public static GroupNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GroupNormalization(config);
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        _axis = this.ResolveAxes(input, Axis)[0];
        AddScale(this.LengthsAlong(input, Axis), Scale, Center);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // A group's values side by side are one row to normalize.
        Tensor channels = input.movedim([_axis], [1L]), rows = channels.reshape(input.shape[0], Groups == -1 ? input.shape[_axis] : Groups, -1);
        Tensor result = nn.functional.layer_norm(rows, [rows.shape[2]], eps: Epsilon).view(channels.shape).movedim([1L], [_axis]);
        long[] along = new long[input.ndim];
        Array.Fill(along, 1);
        along[_axis] = input.shape[_axis];
        if (Gamma is not null) result *= Gamma.Value.view(along);
        return Beta is null ? result : result + Beta.Value.view(along);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["groups"] = Groups;
        config["axis"] = Axis;
        base.WriteConfig(config);
    }

    private static int Check(int groups) => groups is -1 or > 0
        ? groups
        : throw new ArgumentOutOfRangeException(nameof(groups), groups, "The number of groups is positive, or -1 for one group per channel.");
}
