"""What the service is told by its environment."""
import os

from dotenv import load_dotenv

load_dotenv()

DATABASE_URL = os.environ["DATABASE_URL"]
LLM_API_KEY = os.getenv("LLM_API_KEY")
SESSION_SECRET = os.getenv("SESSION_SECRET", "dev")
REGION = os.getenv("CHURN_REGION", "eu")


def headers():
    return {"Authorization": "Bearer " + str(LLM_API_KEY), "X-Region": REGION}
