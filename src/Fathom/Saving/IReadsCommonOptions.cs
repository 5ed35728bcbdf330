using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>An object that takes from its configuration, once made, what all of its kind have.</summary>
internal interface IReadsCommonOptions
{
    /// <summary>Takes those options.</summary>
    /// <param name="config">The configuration the object was made from.</param>
    void ReadCommon(JsonObject config);
}
