import subprocess
import sys

import pytest
from pydantic import BaseModel

from kiosk.devices import registry


@pytest.mark.parametrize("model", registry.known_models())
def test_a_model_exports_what_the_house_needs(model):
    driver = registry.load(model)
    assert issubclass(driver.Options, BaseModel)
    assert driver.Options.model_config["frozen"]
    assert driver.Options.model_config["extra"] == "forbid"
    assert all(field.description for field in driver.Options.model_fields.values())


def test_an_unknown_model_names_the_known_ones():
    with pytest.raises(ValueError, match=r"sdt_seria.*sdt_serial"):
        registry.load("sdt_seria")


def test_helpers_are_no_models():
    with pytest.raises(ValueError, match="owner"):
        registry.load("owner")


def test_only_the_named_model_is_imported():
    heavy = {"cv2", "numpy", "escpos", "PIL", "pyttsx3"}
    code = (
        "import sys; from kiosk.devices import registry; registry.known_models(); registry.load('sdt_serial');"
        f"print(sorted(set(sys.modules) & {heavy}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


@pytest.mark.parametrize(
    ("device", "models"),
    [("id_card", ("sdt_serial",)), ("document_camera", ("opencv",)), ("lights", ("serial_lights",)), ("toaster", ())],
)
def test_models_fit_a_device_when_they_do_what_its_port_asks_for(device, models):
    assert registry.fitting(device) == models
