using System.Text.Json.Serialization;

namespace Fathom.Trees;

/// <summary>Serialisation code made by the compiler, so that it works where programs are compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedForest))]
internal sealed partial class SavedForestContext : JsonSerializerContext;
