using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Training;

namespace Fathom.Models;

// The architecture as text.
public partial class Model
{
    /// <summary>
    /// The architecture without weights, as Keras 3 writes it into a <c>.keras</c> file and TensorBoard draws it.
    /// </summary>
    /// <returns>JSON on one line.</returns>
    /// <exception cref="InvalidOperationException">The weights do not exist yet, or the model is or holds a derived class, whose code no text can hold.</exception>
    public string ToJson()
    {
        NeedWeights("write its architecture");
        return WriteArchitecture().ToJsonString();
    }

    string? ITrainee.Architecture
    {
        get
        {
            try
            {
                return ToJson();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    private JsonObject WriteArchitecture()
    {
        JsonObject description = KerasRegistry.Serialize(this, "keras")!;
        description["build_config"] = new JsonObject { ["input_shapes"] = new JsonArray([.. InputShapes.Select(ShapeNode)]) };
        return description;
    }
}
