namespace Fathom.Forecasting;

/// <summary>Open, high and low beside the closes of a <see cref="PriceSeries"/>, in the same unit and adjusted alike.</summary>
/// <param name="Open">First price of each period.</param>
/// <param name="High">Highest price of each period.</param>
/// <param name="Low">Lowest price of each period.</param>
public sealed record PriceBars(double[] Open, double[] High, double[] Low);
