namespace Fathom.Metrics;

/// <summary>The area under a curve of points given by thresholds, ascending.</summary>
internal static class CurveArea
{
    /// <summary>The area; NaN where there is no curve, one of the classes that it needs being absent.</summary>
    public static double Of(Confusion[] points, AUCCurve curve, AUCSummation summation)
    {
        double positives = points[0].TruePositives + points[0].FalseNegatives, negatives = points[0].FalsePositives + points[0].TrueNegatives;
        if (positives == 0 || (negatives == 0 && curve != AUCCurve.PR)) return double.NaN;
        double area = 0;
        for (int k = 0; k + 1 < points.Length; k++)
            area += curve == AUCCurve.PR && summation == AUCSummation.Interpolation ? Interpolated(points[k], points[k + 1]) / positives : Strip(points[k], points[k + 1]);
        return area;

        double Strip(Confusion low, Confusion high)
        {
            ((double x, double y), (double nextX, double nextY)) = (Place(low), Place(high));
            return (x - nextX) * summation switch { AUCSummation.Interpolation => (y + nextY) / 2, AUCSummation.Minoring => Math.Min(y, nextY), _ => Math.Max(y, nextY) };
        }

        (double X, double Y) Place(Confusion at) => curve switch
        {
            AUCCurve.ROC => (at.FalsePositives / negatives, at.Recall),
            AUCCurve.PR => (at.Recall, at.Precision),
            _ when at.TruePositives == 0 => (0, 1),
            _ => (Math.Max(0, 1 - positives / negatives * at.FalseNegatives / at.TruePositives), 1 - positives / negatives * at.FalsePositives / at.TruePositives),
        };
    }

    // Between two points true positives grow linearly with predicted positives, and precision along with them is no line.
    private static double Interpolated(Confusion low, Confusion high)
    {
        double all = low.TruePositives + low.FalsePositives, fewer = high.TruePositives + high.FalsePositives, found = low.TruePositives - high.TruePositives;
        if (all <= fewer) return 0;
        double slope = found / (all - fewer), intercept = high.TruePositives - slope * fewer;
        return slope * (found + (fewer > 0 ? intercept * Math.Log(all / fewer) : 0));
    }
}
