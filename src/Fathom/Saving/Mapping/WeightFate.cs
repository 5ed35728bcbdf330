namespace Fathom.Saving;

/// <summary>What became of a weight of the model or of a tensor of a foreign file.</summary>
public enum WeightFate
{
    /// <summary>The weight has the tensor's values.</summary>
    Loaded,

    /// <summary>The tensor has the name but not the shape.</summary>
    ShapeDiffers,

    /// <summary>No tensor has the name the weight needs.</summary>
    Missing,

    /// <summary>No weight needs the tensor.</summary>
    Unused,

    /// <summary>A rule left the tensor out.</summary>
    Ignored,
}
