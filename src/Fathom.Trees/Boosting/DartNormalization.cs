namespace Fathom.Trees;

/// <summary>How <see cref="Dart"/> scales trees after a round that left k others out, with learning rate η.</summary>
public enum DartNormalization
{
    /// <summary>New trees weigh as much as one of those left out: new ones times 1/(k + η), those left out times k/(k + η).</summary>
    Tree,

    /// <summary>New trees weigh as much as all of those left out together: both times 1/(1 + η).</summary>
    Forest,
}
