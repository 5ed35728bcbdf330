namespace Fathom.Regularizers;

/// <summary>Which vectors of a matrix an <see cref="OrthogonalRegularizer"/> drives apart.</summary>
public enum OrthogonalMode
{
    /// <summary>Its rows: in a kernel (inputs, units) one for each input.</summary>
    Rows,

    /// <summary>Its columns: one for each unit.</summary>
    Columns,
}
