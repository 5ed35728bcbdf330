namespace Fathom.Trees;

/// <summary>How gradient boosting learns from columns of categories.</summary>
public enum CategoryHandling
{
    /// <summary>Splits for columns of up to 50 levels, ordered statistics for the others and only where there is one output.</summary>
    Hybrid,

    /// <summary>
    /// Questions about sets of levels: one level against the rest where there are up to four, else levels sorted by their gradients, as in LightGBM.
    /// </summary>
    Splits,

    /// <summary>
    /// Each level becomes the mean label of its rows. In training a row's mean is taken over the rows before it in a random order, so that its own label
    /// cannot leak into it (Prokhorenkova et al. 2018, section 3.2); four orders take turns, so that no row suffers from standing early.
    /// For regression and two classes, with <see cref="SplitMethod.Histogram"/>.
    /// </summary>
    OrderedStatistics,
}
