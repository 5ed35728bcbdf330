namespace Fathom.Tables;

/// <summary>The factors that hold up to and including a date.</summary>
/// <param name="Date">The last day on which they hold.</param>
/// <param name="PriceFactor">What dividends paid after the date leave of a price, 0 to 1.</param>
/// <param name="SplitFactor">What splits after the date leave of a price: 0.5 before a 2-for-1 split.</param>
/// <param name="ReferencePrice">The unadjusted close on the date.</param>
public readonly record struct FactorRow(DateTime Date, double PriceFactor, double SplitFactor, double ReferencePrice);
