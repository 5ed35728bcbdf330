namespace Fathom.Trees;

/// <summary>The formulas of a criterion whose prediction is the mean.</summary>
internal interface IMeanDeviation
{
    /// <summary>Whether targets may be shifted by a constant, which keeps sums small.</summary>
    static abstract bool MayShift { get; }

    /// <summary>What a target adds to the criterion.</summary>
    static abstract double Deviation(double target, double mean);

    /// <summary>The negative sum of both children's weighted deviations, up to terms that no division changes.</summary>
    static abstract double Score(double sumLeft, double sumRight, double weightLeft, double weightRight);
}
