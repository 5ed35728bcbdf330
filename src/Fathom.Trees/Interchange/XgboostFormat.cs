namespace Fathom.Trees;

/// <summary>The two notations of XGBoost's model files.</summary>
public enum XgboostFormat
{
    /// <summary>Text, ".json".</summary>
    Json,

    /// <summary>Universal binary JSON, ".ubj": smaller, and read faster.</summary>
    Ubjson,
}
