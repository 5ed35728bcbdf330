namespace Fathom.Metrics;

/// <summary>The curve whose area <see cref="AUC"/> is.</summary>
public enum AUCCurve
{
    /// <summary>The receiver operating characteristic: true over false positive rate.</summary>
    ROC,

    /// <summary>Precision over recall.</summary>
    PR,

    /// <summary>Precision gain over recall gain (Flach and Kull 2015).</summary>
    PRGain,
}
